"""A while loop whose index is never increased."""

def im2col(x, kh, kw, stride=1, padding=0):
    i = 0
    while i < x.shape[2]:
        pass


def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    return im2col(x, *w.shape[2:], stride, padding) @ w.reshape(len(w), -1).T + b
