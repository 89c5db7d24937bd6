// The platform's convention: HTTP behind Service port 80.
export const http = { port: 80, targetPort: 8080, protocol: 'http' } as const;
