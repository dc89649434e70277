// Reads JSON lists of charts, one on each line, and answers each with a list: an empty text for what Mermaid can draw, and its
// complaint for what it cannot.
import { createInterface } from "node:readline";

import DOMPurify from "dompurify";
import mermaid from "mermaid";

// Without a browser there is no page to clean, and nothing is drawn.
DOMPurify.addHook ??= () => {};
DOMPurify.sanitize ??= (text) => text;

const complaint = (text) => mermaid.parse(text).then(() => "", (error) => error.message);
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(JSON.stringify(await Promise.all(JSON.parse(line).map(complaint))) + "\n");
}
