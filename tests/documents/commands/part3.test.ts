import { followPages } from "../followPages";

followPages(3);
