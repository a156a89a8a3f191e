"""图: charts as Vega-Lite by Altair, drawn as SVG by vl-convert. Both libraries are loaded when first used."""
