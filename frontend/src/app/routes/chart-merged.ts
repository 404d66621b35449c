import { MergedBanner } from "@/features/record/merged-banner";
import { en, es } from "@/features/record/texts";
import { addTexts } from "@/lib/i18n";

addTexts("record", { en, es });

export default MergedBanner;
