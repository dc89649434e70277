// Reads a JSON list of charts, and writes a list: an empty text for what Mermaid can draw, and its complaint for what it cannot.
import DOMPurify from "dompurify";
import mermaid from "mermaid";

// Without a browser there is no page to clean, and nothing is drawn.
DOMPurify.addHook ??= () => {};
DOMPurify.sanitize ??= (text) => text;

let input = "";
for await (const part of process.stdin.setEncoding("utf8")) input += part;
const complaint = (text) => mermaid.parse(text).then(() => "", (error) => error.message);
process.stdout.write(JSON.stringify(await Promise.all(JSON.parse(input).map(complaint))));
