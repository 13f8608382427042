import CPolicyHost

// One thread, from here to the end; whatever a plugin does, it does in this process.
policyhost_end(PluginProcess.run(CommandLine.arguments))
