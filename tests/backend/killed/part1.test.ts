import { killAtPoints } from "../killPoints";

killAtPoints(1);
