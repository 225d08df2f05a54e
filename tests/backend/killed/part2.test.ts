import { killAtPoints } from "../killPoints";

killAtPoints(2);
