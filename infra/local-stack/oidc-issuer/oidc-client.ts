/** `scope`: blank-separated; `claims`: copied as they are into every access token of this client. */
export type OidcClient = { clientId: string; clientSecret: string; scope: string; claims: Record<string, unknown> };
