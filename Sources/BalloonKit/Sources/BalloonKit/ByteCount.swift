public struct ByteCount {}
