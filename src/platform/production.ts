// Imported before everything else: the compiler writes the literal "development" over `process.env.NODE_ENV`, and
// libraries that read it while they load would then put their schemas into error answers. A computed key is left alone.
const key = "NODE_ENV";
Bun.env[key] ??= "production";
