/** `next/og` draws on a server; here it is only a response without a picture. */
export class ImageResponse extends Response {}
