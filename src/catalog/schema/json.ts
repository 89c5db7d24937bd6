// The catalog's JSON Schema, for editors of YAML and JSON: `schema/catalog.schema.json`. It knows keys, types, words and
// patterns; the rest is told by `meshgrant check`.
import { z } from 'zod';
import { catalogSchema } from './catalog.ts';
import { descriptions } from './descriptions.ts';

/** JSON Schema 2020-12 of a whole catalog, with a description at every key that has one. */
export function jsonSchema(): z.core.JSONSchema.BaseSchema {
	const schema = z.toJSONSchema(catalogSchema, {
		io: 'input',
		override: ({ zodSchema, jsonSchema: node }) => {
			if (!(zodSchema instanceof z.ZodObject) || node.properties === undefined) return;
			for (const [key, property] of Object.entries(node.properties)) {
				if (typeof property === 'object' && Object.hasOwn(descriptions, key)) {
					property.description = descriptions[key] ?? '';
				}
			}
		},
	});
	return { $id: 'urn:meshgrant:schema:catalog', title: 'Meshgrant catalog', ...schema };
}
