import { followPages } from "../followPages";

followPages(2);
