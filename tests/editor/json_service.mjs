// The JSON support of VS Code: reads {schema, text, offset} from standard input, and
// prints the diagnostics, and the completions and the hover at the offset.
import fs from "node:fs";
import service from "vscode-json-languageservice";

const { schema, text, offset } = JSON.parse(fs.readFileSync(0, "utf8"));
const language = service.getLanguageService({});
const uri = "file:///schema.json";
language.configure({
  validate: true,
  allowComments: false,
  schemas: [{ uri, fileMatch: ["*.json"], schema }],
});
const file = service.TextDocument.create("file:///pool.json", "json", 1, text);
const parsed = language.parseJSONDocument(file);
const position = file.positionAt(offset);
const items = (await language.doComplete(file, position, parsed)).items;
const hover = await language.doHover(file, position, parsed);
const found = await language.doValidation(file, parsed);
console.log(
  JSON.stringify({
    diagnostics: found.map((d) => [d.range.start.line + 1, d.message]),
    completion: Object.fromEntries(items.map((i) => [i.label, i.insertText])),
    hover: hover && hover.contents,
  }),
);
