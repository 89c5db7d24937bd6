// HTTPS to the API server as the kubeconfig says, on kept connections. Bodies go out as they are, because it is our bytes
// that are to be judged: a typed client drops what it does not know.
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { KubeConfig } from '@kubernetes/client-node';

export interface Connection {
	send(method: 'GET' | 'PATCH' | 'POST' | 'DELETE', path: string, body?: Body): Promise<Answer>;
	close(): void;
}

export interface Body {
	readonly type: string;
	readonly text: string;
}

export interface Answer {
	readonly status: number;
	/** The parsed JSON; a text that is not JSON comes as `{ message }`. */
	readonly body: Status;
	/** The texts of `Warning` headers (RFC 9111 section 5.5, as Kubernetes uses it). */
	readonly warnings: readonly string[];
}

/** The fields of a Kubernetes answer that are read here. Any other object has them too, or lacks them. */
export interface Status {
	readonly message?: string;
	readonly reason?: string;
	readonly [key: string]: unknown;
}

const connections = 8;

export async function connect(url: string, kubeconfig: string): Promise<Connection> {
	const { hostname, port } = new URL(url);
	const config = new KubeConfig();
	config.loadFromFile(kubeconfig);
	const identity = {};
	await config.applyToHTTPSOptions(identity);
	const agent = new Agent({ ...identity, keepAlive: true, maxSockets: connections });
	const send: Connection['send'] = (method, path, body) =>
		new Promise((resolve, reject) => {
			const headers = body === undefined ? {} : { 'content-type': body.type };
			// The path stays as it is; as part of a URL, `..` would be resolved.
			const sent = request({ host: hostname, port, path, method, agent, headers }, (response) => {
				text(response).then(
					(content) =>
						resolve({
							status: response.statusCode ?? 0,
							body: parse(content),
							warnings: warningsOf(response.headers.warning),
						}),
					reject,
				);
			});
			sent.on('error', reject);
			sent.end(body?.text);
		});
	return { send, close: () => agent.destroy() };
}

function parse(content: string): Status {
	try {
		return JSON.parse(content);
	} catch {
		return { message: content };
	}
}

/** `299 - "unknown field \"spec.x\""`, several joined by commas. */
const warningsOf = (header: string | undefined): readonly string[] =>
	[...(header ?? '').matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, quoted = '']) =>
		quoted.replace(/\\(.)/g, '$1'),
	);
