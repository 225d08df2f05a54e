declare module "fs-native-extensions" {
    /** Takes the lock of an open file that can be written to; false where another open file has it. A shared one is taken by several. */
    export function tryLock(file: number, options?: { readonly shared: true }): boolean;
}
