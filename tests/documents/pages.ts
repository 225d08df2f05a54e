import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Nodes } from "mdast";
import { projectFolder } from "../../cli/commands/project";
import { projectFiles } from "../checkout";

/** A fenced block of a page. */
export interface Block {
    /** What stands behind its fence, such as `sh`; empty where nothing does. */
    readonly language: string;
    readonly text: string;
    /** The line that it begins in. */
    readonly line: number;
}

/** All pages, by their path in the project. Those of others, and those that tests compare with, are none. */
export function pages(): string[] {
    return projectFiles().filter((path) => path.endsWith(".md") && !/^tests\/.*\/(upstream|recorded)\//.test(path));
}

/** The fenced blocks of a page, in their order. */
export async function blocksOf(page: string): Promise<Block[]> {
    const { fromMarkdown } = await import("mdast-util-from-markdown");
    return blocksIn(fromMarkdown(readFileSync(join(projectFolder, page), "utf8")));
}

function blocksIn(node: Nodes): Block[] {
    if (node.type === "code") {
        return [{ language: node.lang ?? "", text: node.value, line: node.position?.start.line ?? 0 }];
    }
    return "children" in node ? node.children.flatMap(blocksIn) : [];
}
