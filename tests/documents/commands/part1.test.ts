import { followPages } from "../followPages";

followPages(1);
