// Reads {schema, strict, data} from standard input. Prints whether each value is valid,
// or the message of Ajv about the schema.
import fs from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const { schema, strict, data } = JSON.parse(fs.readFileSync(0, "utf8"));
try {
  const validate = new Ajv2020.default({ strict }).compile(schema);
  console.log(JSON.stringify(data.map((one) => validate(one))));
} catch (error) {
  console.log(JSON.stringify(error.message));
}
