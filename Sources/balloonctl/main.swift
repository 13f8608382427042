import Glibc

// Everything is in `Invocation`, which tests can call.
exit(Invocation.run(Array(CommandLine.arguments.dropFirst()), in: Context.ofProcess()))
