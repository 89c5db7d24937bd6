// What Keycloak answers when it is asked for a token: the token, decoded, or the refusal, exactly as the server said it.

export type Outcome = Minted | Refused;

export interface Minted {
	readonly kind: 'token';
	readonly token: string;
	readonly claims: Claims;
	/** The other tokens of the answer, where there are any. */
	readonly refreshToken?: string;
	readonly idToken?: string;
}

export interface Refused {
	readonly kind: 'refused';
	/** Where it stopped: at the page that browsers are sent to, the form that they get there, or an endpoint. */
	readonly at: 'authorization' | 'login' | 'token' | 'device' | 'backchannel' | 'account';
	/** The HTTP status of that answer. */
	readonly status: number;
	readonly error: string;
	readonly description: string;
}

export type Claims = Readonly<Record<string, unknown>>;

/** The payload of a JWT, unverified: it comes straight from the server that made it. */
function claimsOf(token: string): Claims {
	const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
	if (!isRecord(claims)) throw new Error(`not a JWT: ${token.slice(0, 40)}`);
	return claims;
}

/** The answer of a token endpoint, read (RFC 6749 5.1 and 5.2). */
export async function outcomeOf(response: Response): Promise<Outcome> {
	const body = bodyOf(await response.text());
	const token = textIn(body, 'access_token');
	if (!response.ok || token === '') {
		const error = textIn(body, 'error') || 'no access_token';
		return {
			kind: 'refused',
			at: 'token',
			status: response.status,
			error,
			description: textIn(body, 'error_description'),
		};
	}
	const [refreshToken, idToken] = [textIn(body, 'refresh_token'), textIn(body, 'id_token')];
	return {
		kind: 'token',
		token,
		claims: claimsOf(token),
		...(refreshToken === '' ? {} : { refreshToken }),
		...(idToken === '' ? {} : { idToken }),
	};
}

function bodyOf(text: string): Claims {
	try {
		const body: unknown = JSON.parse(text);
		return isRecord(body) ? body : { error: 'not an object', error_description: text.slice(0, 200) };
	} catch (error) {
		return { error: 'not JSON', error_description: `${String(error)}: ${text.slice(0, 200)}` };
	}
}

const textIn = (body: Claims, name: string): string => {
	const value = body[name];
	return typeof value === 'string' ? value : '';
};

export const isRecord = (value: unknown): value is Claims =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
