// What a Service says that its port speaks (Istio 1.31, "Protocol Selection", and ConvertProtocol in
// pkg/config/kube/conversion.go): `appProtocol` before the port's name, of which the part before the first dash counts.
import type { Port } from '../world.ts';

type Protocol = Port['protocol'];

/** Databases count as bytes: istiod's filters for them are off by default. */
const words: Readonly<Record<string, Protocol>> = {
	http: 'http',
	http2: 'http2',
	grpc: 'grpc',
	'grpc-web': 'grpc',
	https: 'https',
	tls: 'tls',
	tcp: 'tcp',
	mongo: 'tcp',
	mysql: 'tcp',
	redis: 'tcp',
};

const kubernetesWords: Readonly<Record<string, Protocol>> = {
	'kubernetes.io/h2c': 'http2',
	'kubernetes.io/ws': 'http',
	'kubernetes.io/wss': 'https',
};

/** SMTP, DNS, MySQL, MongoDB: the server speaks first, so istiod does not let the proxy wait for bytes. */
const wellKnown: ReadonlySet<number> = new Set([25, 53, 3306, 27_017]);

export interface ServicePort {
	readonly port: number;
	readonly name: string;
	readonly appProtocol: string | undefined;
}

/** The protocol; `undeclared` where neither word says one. */
export function protocolOf({ port, name, appProtocol }: ServicePort): Protocol {
	const said = (appProtocol ?? name).toLowerCase();
	const standard = appProtocol === undefined ? undefined : kubernetesWords[appProtocol];
	if (standard !== undefined) return standard;
	const word = said.startsWith('grpc-web') ? 'grpc-web' : said.replace(/-.*$/s, '');
	const known = Object.hasOwn(words, word) ? words[word] : undefined;
	return known ?? (wellKnown.has(port) ? 'tcp' : 'undeclared');
}
