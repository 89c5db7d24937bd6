// The canonical form of a path: dot segments resolved, `\` turned into `/`, letters that need no escape unescaped, letters
// that need one escaped. Envoy does it with Chromium's URL library (`normalize_path`, Envoy 1.39.3: path_utility.cc and
// googleurl's url_canon_path.cc), whose oddities are kept here, since a policy sees what comes out. Measured for every byte,
// raw and escaped: test/semantics/istio/paths.

/** Paths that are canonical as they stand: most of them, so that the loop below is rarely entered. No segment begins with a dot. */
const canonical = /^(?:\/(?:[A-Za-z0-9\-_~!$&'()*+,:;=@[\]][A-Za-z0-9\-_~!$&'()*+,:;=@[\].]*)?)+$/;
const unreserved = /[A-Za-z0-9\-_~]/;
const mustBeEscaped = /["<>^`{|}]/;
const hexPair = /^[0-9A-Fa-f]{2}$/;

/** The canonical path, or undefined where Envoy answers 400 (an escaped NUL). Without query and fragment, beginning with `/`. */
export function canonicalPath(path: string): string | undefined {
	if (canonical.test(path)) return path;
	const text = withoutDotParameters(path);
	let out = '';
	/** Where `out` has a `%` that begins no escape. */
	let strayPercent = Number.NEGATIVE_INFINITY;
	let at = 0;
	while (at < text.length) {
		const letter = text.charAt(at);
		const dot = dotLength(text, at);
		if (dot > 0) {
			const segment = out.endsWith('/') ? dotSegment(text, at + dot) : undefined;
			if (segment === undefined) out += '.';
			if (segment?.up) out = parent(out);
			at += dot + (segment?.length ?? 0);
		} else if (letter === '%') {
			const pair = text.slice(at + 1, at + 3);
			if (pair === '00') return undefined;
			if (!hexPair.test(pair)) {
				strayPercent = out.length;
				out += '%';
				at += 1;
				continue;
			}
			const plain = String.fromCharCode(Number.parseInt(pair, 16));
			at += 3;
			if (unreserved.test(plain)) {
				out += plain;
				if (strayPercent >= out.length - 3) out = withoutNestedEscape(out, text.charAt(at), strayPercent);
			} else out += `%${pair}`;
		} else {
			out += letter === '\\' ? '/' : mustBeEscaped.test(letter) ? escaped(letter) : letter;
			at += 1;
		}
	}
	return out;
}

const escaped = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** `/a/..;x=y/b` is `/a/../b` (CVE-2026-73551; Istio 1.29.7, 1.30.4, 1.31). Escaped dots do not count here. */
const withoutDotParameters = (path: string): string => path.replace(/(?<=\/)(\.\.?);[^/]*/g, '$1');

/** How many letters make one dot at this place: `.` or `%2e`; 0 for none. */
function dotLength(text: string, at: number): 0 | 1 | 3 {
	if (text.charAt(at) === '.') return 1;
	return text.charAt(at) === '%' && text.charAt(at + 1) === '2' && /[eE]/.test(text.charAt(at + 2)) ? 3 : 0;
}

/** The rest of a segment `.` or `..` behind its first dot, with the slash that ends it; undefined: a name like others. */
function dotSegment(text: string, at: number): { readonly up: boolean; readonly length: number } | undefined {
	const end = segmentEnd(text, at);
	if (end !== undefined) return { up: false, length: end };
	const second = dotLength(text, at);
	const endOfTwo = second > 0 ? segmentEnd(text, at + second) : undefined;
	return endOfTwo === undefined ? undefined : { up: true, length: second + endOfTwo };
}

function segmentEnd(text: string, at: number): 0 | 1 | undefined {
	if (at === text.length) return 0;
	return text.charAt(at) === '/' || text.charAt(at) === '\\' ? 1 : undefined;
}

/** `/a/b/` → `/a/`; the root stays. */
const parent = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/', path.length - 2) + 1));

/** A letter just unescaped must not make an escape of a `%` before it, as in `%%32%65`: that `%` becomes `%25`. */
function withoutNestedEscape(out: string, next: string, percent: number): string {
	const waiting = percent === out.length - 2;
	const pair = waiting ? out.slice(percent + 1) + next : out.slice(percent + 1, percent + 3);
	const forms = out.charAt(percent) === '%' && hexPair.test(pair);
	return forms ? `${out.slice(0, percent)}%25${out.slice(percent + 1)}` : out;
}
