/** Values by name, nested. */
export interface Tree<Value> {
    [name: string]: Value | Tree<Value>;
}

/** Puts a value where a path of names with dots leads to. */
export function put<Value>(tree: Tree<Value>, path: string, value: Value): void {
    const names = path.split(".");
    const last = names.pop() ?? "";
    let node = tree;
    for (const name of names) {
        node = node[name] ??= {};
    }
    node[last] = value;
}

/** The value where a path of names with dots leads to; `undefined` where there is none. */
export function at<Value>(tree: Tree<Value>, path: string): Value | undefined {
    let node: unknown = tree;
    for (const name of path.split(".")) {
        node =
            typeof node === "object" && node !== null && Object.hasOwn(node, name)
                ? (node as Record<string, unknown>)[name]
                : undefined;
    }
    return node as Value | undefined;
}
