import { followPages } from "../followPages";

followPages(5);
