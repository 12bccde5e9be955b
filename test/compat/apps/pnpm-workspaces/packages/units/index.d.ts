export declare const span: (text: string) => string;
