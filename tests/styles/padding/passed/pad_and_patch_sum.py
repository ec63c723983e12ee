"""np.pad, then np.sum over patches; camelCase, early returns, a dict of padding rules."""
import numpy as np

def samePad(n, k, s):
    nOut = (n + s - 1)//s
    nZero = max(0, (nOut-1)*s + k - n)
    return nZero//2, nZero - nZero//2

def outputSize_(n, k, s, before, after):
    return (n + before + after - k)//s + 1

def padAmounts(n, k, s, padding):
    if min(n, k, s) < 1: raise ValueError('sizes and stride must be positive')
    if isinstance(padding, str):
        rules = {'same': samePad}
        if padding not in rules: raise ValueError('unknown padding %s' % padding)
        return rules[padding](n, k, s)
    if padding < 0: raise ValueError('negative padding %d' % padding)
    if n + 2*padding < k: raise ValueError('kernel of %d > %d + 2*%d' % (k, n, padding))
    return padding, padding

def output_size(n, k, stride, padding):
    return outputSize_(n, k, stride, *padAmounts(n, k, stride, padding))

def conv2d(image, kernel, stride=1, padding=0):
    if image.ndim != 2: raise ValueError('image.ndim')
    if kernel.ndim != 2: raise ValueError('kernel.ndim')
    strideY, strideX = stride if isinstance(stride, tuple) else (stride, stride)
    padY, padX = padding if isinstance(padding, tuple) else (padding, padding)
    kH, kW = kernel.shape
    amounts = (padAmounts(image.shape[0], kH, strideY, padY),
               padAmounts(image.shape[1], kW, strideX, padX))
    big = np.pad(image.astype('float64'), amounts, mode='constant', constant_values=0)
    outH = outputSize_(image.shape[0], kH, strideY, *amounts[0])
    outW = outputSize_(image.shape[1], kW, strideX, *amounts[1])
    ret = np.empty([outH, outW])
    for r in range(outH):
        for c in range(outW):
            y0 = r*strideY; x0 = c*strideX
            ret[r][c] = np.sum(np.multiply(big[y0:y0+kH, x0:x0+kW], kernel.astype('float64')))
    return ret
