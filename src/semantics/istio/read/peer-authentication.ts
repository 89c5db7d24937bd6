// PeerAuthentication (istio/api security/v1beta1/peer_authentication.proto, its CRD, and istiod's webhook).
import type { Mode, PeerAuthentication } from '../policy.ts';
import { readSelector } from './attachment.ts';
import { type Fields, readFields, readObject, readWord } from './fields.ts';
import { readMetadata, readSpec, refuseDryRun } from './object.ts';
import { type Notes, note } from './problem.ts';

const specFields = new Set(['selector', 'mtls', 'portLevelMtls']);
const mtlsFields = new Set(['mode']);
const modes = ['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'] as const satisfies readonly Mode[];

/** Undefined when the object is not readable. */
export function readPeerAuthentication(notes: Notes, object: Fields): PeerAuthentication | undefined {
	const metadata = readMetadata(notes, object);
	const { namespace, name, created } = metadata;
	refuseDryRun(notes, metadata);
	const spec = readSpec(notes, object, specFields);
	const attachment = readSelector(notes, spec);
	const mode = readMode(notes, spec.mtls, 'spec.mtls');
	const ports = readPorts(notes, spec.portLevelMtls);
	const labelled = attachment.kind === 'selector' && Object.keys(attachment.labels).length > 0;
	if (spec.portLevelMtls !== undefined && spec.portLevelMtls !== null && !labelled) {
		note(
			notes,
			'refused',
			'spec.portLevelMtls',
			'ports without a selector',
			'only workloads have ports, so a selector with labels is needed',
		);
	}
	return notes.readable ? { namespace, name, created, attachment, mode, ports } : undefined;
}

function readMode(notes: Notes, value: unknown, path: string): Mode {
	const mtls = readFields(notes, value, path, mtlsFields);
	return readWord(notes, mtls?.mode, `${path}.mode`, modes) ?? 'UNSET';
}

function readPorts(notes: Notes, value: unknown): Readonly<Record<string, Mode>> {
	const path = 'spec.portLevelMtls';
	const ports = readObject(notes, value, path);
	if (ports === undefined) return {};
	const entries = Object.entries(ports);
	if (entries.length === 0) note(notes, 'refused', path, 'no port', 'it must have one at least');
	return Object.fromEntries(
		entries.map(([port, mtls]) => {
			const here = `${path}[${JSON.stringify(port)}]`;
			if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535) {
				note(
					notes,
					/^\d+$/.test(port) ? 'refused' : 'unreadable',
					here,
					`\`${port}\``,
					'a port is a number from 1 to 65535',
				);
			}
			return [port, readMode(notes, mtls, here)];
		}),
	);
}
