// The form in which definitions are applied, which decides what absent fields mean.

/** A whole realm is imported as it stands; a part goes through the Admin REST API into a realm that has the server's own. */
export type Form = 'whole' | 'part';
