"""A child that a document brings down: it ends as by a fault of the machine's memory."""

import os
import signal

os.kill(os.getpid(), signal.SIGSEGV)
