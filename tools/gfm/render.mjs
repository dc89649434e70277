// Reads JSON lists of texts of Markdown, one on each line, and answers each with the list of their HTML: parsed and sanitised as
// GitHub does, which makes mentions, references and links out of the text around code afterwards. That is done here with links
// of class `made`.
import { createInterface } from "node:readline";

import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

const MADE = /(?<![\w/`])(@[a-z\d][a-z\d-]*(?:\/[\w.-]+)?|(?:[\w.-]+\/[\w.-]+)?#\d+|(?:GH-|gh-)\d+|\b[0-9a-f]{7,40}\b)/gi;
const CODE = new Set(["code", "pre", "a"]);

function made(text) {
  const parts = [];
  let end = 0;
  for (const found of text.value.matchAll(MADE)) {
    parts.push({ type: "text", value: text.value.slice(end, found.index) });
    parts.push({ type: "element", tagName: "a", properties: { className: ["made"] }, children: [{ type: "text", value: found[0] }] });
    end = found.index + found[0].length;
  }
  parts.push({ type: "text", value: text.value.slice(end) });
  return parts;
}

function linked(node) {
  if (CODE.has(node.tagName) || !node.children) return;
  node.children = node.children.flatMap((child) => (child.type === "text" ? made(child) : [child]));
  node.children.forEach(linked);
}

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize)
  .use(() => linked)
  .use(rehypeStringify);

const html = (text) => String(pipeline.processSync(text));
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(JSON.stringify(JSON.parse(line).map(html)) + "\n");
}
