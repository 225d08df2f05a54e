import { followPages } from "../followPages";

followPages(4);
