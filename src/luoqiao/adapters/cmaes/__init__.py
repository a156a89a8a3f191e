"""寻优: the search for several numbers at once, by the evolution strategy of the package cmaes."""
