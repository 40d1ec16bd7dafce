declare module "asl-validator" {
  const validate: (definition: unknown, options?: { checkArn?: boolean; checkPaths?: boolean }) => { isValid: boolean; errors: { "Error code"?: string; Message?: string }[] };
  export default validate;
}
