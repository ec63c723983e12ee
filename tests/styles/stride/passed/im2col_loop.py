"""im2col built patch by patch into a preallocated matrix (one column a patch), GEMV, reshape."""
import numpy as np

class Im2Col :
    def __init__( self, kh, kw, sy, sx ) :
        self.kh, self.kw, self.sy, self.sx = kh, kw, sy, sx

    def sizes( self, img ) :
        return ( 1 + ( img.shape[0] - self.kh ) // self.sy,
                 1 + ( img.shape[1] - self.kw ) // self.sx )

    def unfold( self, img ) :
        oh, ow = self.sizes( img )
        cols = np.empty( ( self.kh * self.kw, oh * ow ), dtype = np.float64 )
        for p in range( oh * ow ) :
            y, x = ( p // ow ) * self.sy, ( p % ow ) * self.sx
            cols[ :, p ] = img[ y : y + self.kh, x : x + self.kw ].ravel()
        return cols


def conv2d( image, kernel, stride = 1 ) :
    if isinstance( stride, int ) :
        stride = ( stride, ) * 2
    if any( s <= 0 for s in stride ) :
        raise ValueError( "stride must be at least one" )
    if len( image.shape ) != 2 or len( kernel.shape ) != 2 :
        raise ValueError( "only two-dimensional arrays" )
    if kernel.size == 0 or kernel.shape[0] > image.shape[0] or kernel.shape[1] > image.shape[1] :
        raise ValueError( "bad kernel size" )
    worker = Im2Col( *kernel.shape, *stride )
    vec = np.float64( kernel ).reshape( -1 )
    return ( vec @ worker.unfold( image ) ).reshape( worker.sizes( image ) )
