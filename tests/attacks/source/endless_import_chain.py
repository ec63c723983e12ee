"""Imports itself under one new name after another until nothing more fits.

Expect: crashed
"""

import importlib.util

spec = importlib.util.spec_from_file_location(__name__ + "_", __file__)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
