// The forms of names, labels and ports that Kubernetes takes (k8s.io/apimachinery, pkg/util/validation, 1.34). What has
// another form is refused by the API server: alone, while its neighbours are stored.
const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const part = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const labelForm = new RegExp(`^${label}$`);
const subdomainForm = new RegExp(`^${label}(?:\\.${label})*$`);
const partForm = new RegExp(`^${part}$`);

/** A DNS label (RFC 1123): the name of a namespace. */
export const isLabelName = (text: string): boolean => text.length <= 63 && labelForm.test(text);

/** A DNS subdomain (RFC 1123): the name of most objects. */
export const isSubdomain = (text: string): boolean => text.length <= 253 && subdomainForm.test(text);

/** The key of a label, `team` or `shop.example/team`. */
export function isLabelKey(text: string): boolean {
	const [first = '', second, more] = text.split('/');
	if (more !== undefined || (second !== undefined && !isSubdomain(first))) return false;
	const name = second ?? first;
	return name.length <= 63 && partForm.test(name);
}

/** The key of an annotation: as of a label, but for the case of its domain. */
export const isAnnotationKey = (text: string): boolean => isLabelKey(text.toLowerCase());

/** The value of a label; it may be empty. */
export const isLabelValue = (text: string): boolean => text === '' || (text.length <= 63 && partForm.test(text));

/** The name of a port (RFC 6335): at most 15 letters, a letter among them. */
export const isPortName = (text: string): boolean =>
	text.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) && /[a-z]/.test(text);
