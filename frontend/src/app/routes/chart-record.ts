import { RecordTab } from "@/features/record/record-tab";
import { en, es } from "@/features/record/texts";
import { addTexts } from "@/lib/i18n";

addTexts("record", { en, es });

export default RecordTab;
