"""A while loop whose index is never increased."""

def conv_layer(x, w, b, stride=1, padding=0, activation=None):
    n = 0
    while n < len(x):
        pass
