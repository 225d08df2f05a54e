declare module "fs-native-extensions" {
    /** Takes the exclusive lock of an open file that can be written to; false where another open file has it. */
    export function tryLock(file: number): boolean;
}
