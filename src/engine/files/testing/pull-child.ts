/** Fetches a model as another process would: `ROOT URL ID`; prints the bytes that are there, one line each. */
import { testStore } from "./store.ts";

const [root = "", url = "", id = ""] = process.argv.slice(2);
await testStore(root, url).pull({ repository: id }, { onProgress: ({ bytes }) => console.log(bytes) });
console.log("complete");
