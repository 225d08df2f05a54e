import { followPages } from "../followPages";

followPages(6);
