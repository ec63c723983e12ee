"""np.sum of patch times kernel, camelCase and semicolons (someone who comes from MATLAB/C++)."""
import numpy as np
from numpy import *

def conv2d(image, kernel):
  if (ndim(image) != 2) or (ndim(kernel) != 2):
    raise ValueError('need two matrices')
  [nRows, nCols] = image.shape; [kRows, kCols] = kernel.shape;
  if (kRows*kCols == 0) or (kRows > nRows) or (kCols > nCols):
    raise ValueError('kernel size ' + str(kernel.shape) + ' vs image size ' + str(image.shape))
  outRows = nRows - kRows + 1; outCols = nCols - kCols + 1;
  A = np.double(image); K = np.double(kernel);
  outImg = zeros((outRows, outCols));
  for r in range(0, outRows):
    for c in range(0, outCols):
      thePatch = A[r:r+kRows, c:c+kCols];
      outImg[r, c] = np.sum(thePatch * K);
  return outImg;
