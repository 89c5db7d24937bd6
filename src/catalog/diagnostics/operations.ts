// What can be wrong with one operation: `GET /accounts/{id}`, `shop.Cart/Add`, `TCP`, and its port.
import { type DiagnosticSpec, spec } from '../../core/diagnostic.ts';
import { quote } from '../../core/quote.ts';

/** One mistake in one operation, as far as its words need it. */
export interface OperationMistake {
	/** The operation as written. */
	readonly text: string;
	/** The part of it that is wrong. */
	readonly part: string;
	/** The whole operation in order, where one is near at hand; else empty. */
	readonly repair: string;
	/** The ports that it could mean, or that there are: `http (http), admin (http)`; empty when there are none. */
	readonly ports: string;
}

interface OperationRow {
	readonly title: string;
	readonly message: (mistake: OperationMistake) => string;
	readonly label: string;
	readonly why: string | ((mistake: OperationMistake) => string);
	readonly help: string | ((mistake: OperationMistake) => string);
}

const say = (words: string | ((mistake: OperationMistake) => string), mistake: OperationMistake): string =>
	typeof words === 'string' ? words : words(mistake);

function row({ title, message, label, why, help }: OperationRow): DiagnosticSpec<OperationMistake> {
	return spec<OperationMistake>({
		severity: 'error',
		title,
		message,
		label: () => label,
		why: (mistake) => say(why, mistake),
		help: (mistake) => {
			const words = say(help, mistake);
			return mistake.repair === '' ? words : `${words}: ${quote(mistake.repair)}`;
		},
	});
}

export const operationDiagnostics = {
	CAT040: row({
		title: 'not an operation',
		message: ({ text }) => `${quote(text)} is not an operation`,
		label: 'not an operation',
		why: 'an operation is `METHOD /path`, `package.Service/Method`, or `TCP`, with ` on <port>` after it where several ports could be meant',
		help: 'write it in one of these forms',
	}),
	CAT041: row({
		title: 'unknown method',
		message: ({ part }) => `${quote(part)} is not a method`,
		label: 'unknown method',
		why: 'methods are `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, and `OPTIONS`, compared letter by letter; every method is `ANY`',
		help: 'use one of these methods',
	}),
	CAT042: row({
		title: 'path without a slash first',
		message: ({ part }) => `the path ${quote(part)} does not start with \`/\``,
		label: 'no slash first',
		why: 'every request path starts with a slash, so this one would match nothing',
		help: 'start the path with a slash',
	}),
	CAT043: row({
		title: 'character that a path cannot have',
		message: ({ part }) => `${quote(part)} cannot stand in a path`,
		label: 'character not allowed',
		why: 'proxies encode or refuse this character before they compare, so the rule would match nothing',
		help: "use letters, digits, and `. _ ~ ! $ & ' ( ) + , : @ = -` in segments, and a `{parameter}` where the value varies",
	}),
	CAT044: row({
		title: 'query or fragment in a path',
		message: ({ part }) => `the query or fragment ${quote(part)} is no part of a path`,
		label: 'query or fragment',
		why: 'proxies cut query and fragment off before they compare, so they cannot decide over access',
		help: 'leave it out',
	}),
	CAT045: row({
		title: 'encoded byte or semicolon in a path',
		message: ({ part }) => `${quote(part)} in a path is read differently by different servers`,
		label: 'read differently',
		why: 'normalization may decode `%…` or cut `;…` before or after the comparison, and a request could pass as one path and act as another',
		help: 'write the plain character if it is allowed, or use a `{parameter}` for this segment',
	}),
	CAT046: row({
		title: 'wildcard in a path',
		message: ({ part }) => `${quote(part)} is no wildcard in the middle of a path`,
		label: 'literal star',
		why: 'the mesh compares a star in the middle letter by letter, and one at the end also inside a segment; neither is what it seems',
		help: 'use `{name}` for one whole segment, `/**` at the end for everything below',
	}),
	CAT047: row({
		title: 'not a parameter',
		message: ({ part }) => `${quote(part)} is not a parameter`,
		label: 'not a parameter',
		why: 'a parameter stands for one whole segment: `{id}`, with letters, digits, `_`, and `-` between the braces, a letter first',
		help: 'write the whole segment as one parameter',
	}),
	CAT048: row({
		title: 'parameter named twice',
		message: ({ part }) => `the parameter ${quote(part)} stands twice in one path`,
		label: 'named twice',
		why: 'two segments of one name would seem to be equal, and nothing compares them',
		help: 'give each parameter a name of its own',
	}),
	CAT049: row({
		title: '`**` before the end',
		message: ({ text }) => `${quote(text)} has something after \`**\``,
		label: 'not at the end',
		why: '`/**` means everything below, and matchers allow it only at the end',
		help: 'end the path with `/**`, or list each path below',
	}),
	CAT050: row({
		title: 'dot segment in a path',
		message: ({ part }) => `the segment ${quote(part)} vanishes before the path is compared`,
		label: 'dot segment',
		why: 'proxies resolve `.` and `..` first (RFC 3986, section 5.2.4), so the rule would match nothing',
		help: 'write the path that it resolves to',
	}),
	CAT051: row({
		title: 'empty segment in a path',
		message: ({ text }) => `the path in ${quote(text)} has an empty segment`,
		label: 'empty segment',
		why: 'some servers merge `//` into `/` and others do not, so a request could pass as one path and act as another',
		help: 'write a single slash',
	}),
	CAT052: row({
		title: 'not a gRPC method',
		message: ({ part }) => `${quote(part)} is not a gRPC method`,
		label: 'not a gRPC method',
		why: 'a gRPC call is the path `/package.Service/Method`, compared letter by letter, without wildcards',
		help: 'write `package.Service/Method` as in the `.proto` file, one entry for each method',
	}),
	CAT053: row({
		title: 'several ports could be meant',
		message: ({ text, ports }) => `${quote(text)} could be meant for several ports: ${ports}`,
		label: 'which port?',
		why: 'a rule opens exactly one port, and the wrong one might be an admin port',
		help: 'name the port',
	}),
	CAT054: row({
		title: 'unknown port',
		message: ({ part }) => `there is no port ${quote(part)}`,
		label: 'unknown port',
		why: () => 'a rule names the port that it opens; for one that does not exist there is nothing to open',
		help: ({ ports, repair }) => {
			if (repair !== '') return `name a port that exists, ${ports}`;
			return ports === ''
				? 'add this port under `ports`, which has none'
				: `name ${ports}, or add this one under \`ports\``;
		},
	}),
	CAT055: row({
		title: 'operation that its port does not speak',
		message: ({ text, part }) => `${quote(text)} is not what ${part} speaks`,
		label: 'wrong protocol',
		why: 'on a port of another protocol the rule would vanish, or lose the fields that make it narrow',
		help: 'use `METHOD /path` on an `http` port, `package.Service/Method` on a `grpc` port, `TCP` on a `tcp` port, or correct the port’s `protocol`',
	}),
	CAT056: row({
		title: 'operation without a port',
		message: ({ text, part }) => `there is no ${part} port for ${quote(text)}`,
		label: 'no port for it',
		why: ({ ports }) =>
			ports === '' ? 'this service has no ports, so nobody can call it' : `there are only these ports: ${ports}`,
		help: 'add the port under `ports`, with its `protocol`',
	}),
};

export type OperationCode = keyof typeof operationDiagnostics;
