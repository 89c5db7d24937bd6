// What the API server takes for a label (Kubernetes 1.36, apimachinery pkg/api/validate/content). Written for tests, from the
// documents.

const labelName = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `prefix/name` or `name`; the name has 1 to 63 characters, the prefix is a DNS subdomain. */
export function isLabelKey(key: string): boolean {
	const [name = '', prefix, ...more] = key.split('/').reverse();
	return more.length === 0 && labelName.test(name) && (prefix === undefined || subdomain.test(prefix));
}

/** Empty, or 1 to 63 characters. */
export const isLabelValue = (value: string): boolean => value === '' || labelName.test(value);
