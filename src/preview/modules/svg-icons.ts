import { join } from "node:path";
import type { IconTable } from "./icon-table.ts";

/** Icon packages whose components render a plain `svg`: where each is, and the import that names it. */
export const svgPackages = {
  "hero-24-outline": "@heroicons/react/24/outline",
  "hero-24-solid": "@heroicons/react/24/solid",
  "hero-20-solid": "@heroicons/react/20/solid",
  "hero-16-solid": "@heroicons/react/16/solid",
  radix: "@radix-ui/react-icons",
} as const;

export type SvgIconSet = keyof typeof svgPackages;

/** Names of Heroicons 1 that version 2 gave up, since code for it is still written. */
const oldHeroNames = `AdjustmentsIcon=AdjustmentsVerticalIcon AnnotationIcon=ChatBubbleBottomCenterTextIcon
ArchiveIcon=ArchiveBoxIcon ArrowCircleDownIcon=ArrowDownCircleIcon ArrowCircleLeftIcon=ArrowLeftCircleIcon
ArrowCircleRightIcon=ArrowRightCircleIcon ArrowCircleUpIcon=ArrowUpCircleIcon ArrowNarrowDownIcon=ArrowLongDownIcon
ArrowNarrowLeftIcon=ArrowLongLeftIcon ArrowNarrowRightIcon=ArrowLongRightIcon ArrowNarrowUpIcon=ArrowLongUpIcon
ArrowSmDownIcon=ArrowSmallDownIcon ArrowSmLeftIcon=ArrowSmallLeftIcon ArrowSmRightIcon=ArrowSmallRightIcon
ArrowSmUpIcon=ArrowSmallUpIcon ArrowsExpandIcon=ArrowsPointingOutIcon BadgeCheckIcon=CheckBadgeIcon
BanIcon=NoSymbolIcon ChartSquareBarIcon=PresentationChartBarIcon ChatAlt2Icon=ChatBubbleLeftRightIcon
ChatAltIcon=ChatBubbleLeftEllipsisIcon ChatIcon=ChatBubbleOvalLeftEllipsisIcon ChipIcon=CpuChipIcon
ClipboardCheckIcon=ClipboardDocumentCheckIcon ClipboardCopyIcon=ClipboardDocumentIcon
ClipboardListIcon=ClipboardDocumentListIcon CloudDownloadIcon=CloudArrowDownIcon CloudUploadIcon=CloudArrowUpIcon
CodeIcon=CodeBracketIcon CollectionIcon=RectangleStackIcon ColorSwatchIcon=SwatchIcon CursorClickIcon=CursorArrowRaysIcon
DatabaseIcon=CircleStackIcon DesktopComputerIcon=ComputerDesktopIcon DeviceMobileIcon=DevicePhoneMobileIcon
DocumentAddIcon=DocumentPlusIcon DocumentDownloadIcon=DocumentArrowDownIcon DocumentRemoveIcon=DocumentMinusIcon
DocumentReportIcon=DocumentChartBarIcon DocumentSearchIcon=DocumentMagnifyingGlassIcon DotsHorizontalIcon=EllipsisHorizontalIcon
DotsVerticalIcon=EllipsisVerticalIcon DownloadIcon=ArrowDownTrayIcon DuplicateIcon=Square2StackIcon
EmojiHappyIcon=FaceSmileIcon EmojiSadIcon=FaceFrownIcon ExclamationIcon=ExclamationTriangleIcon
ExternalLinkIcon=ArrowTopRightOnSquareIcon EyeOffIcon=EyeSlashIcon FastForwardIcon=ForwardIcon FilterIcon=FunnelIcon
FolderAddIcon=FolderPlusIcon FolderDownloadIcon=FolderArrowDownIcon FolderRemoveIcon=FolderMinusIcon GlobeIcon=GlobeAltIcon
HandIcon=HandRaisedIcon InboxInIcon=InboxArrowDownIcon LibraryIcon=BuildingLibraryIcon LightningBoltIcon=BoltIcon
LocationMarkerIcon=MapPinIcon LoginIcon=ArrowLeftOnRectangleIcon LogoutIcon=ArrowRightOnRectangleIcon
MailIcon=EnvelopeIcon MailOpenIcon=EnvelopeOpenIcon MenuAlt1Icon=Bars3CenterLeftIcon MenuAlt2Icon=Bars3BottomLeftIcon
MenuAlt3Icon=Bars3BottomRightIcon MenuAlt4Icon=Bars2Icon MenuIcon=Bars3Icon MinusSmIcon=MinusSmallIcon
MusicNoteIcon=MusicalNoteIcon OfficeBuildingIcon=BuildingOfficeIcon PencilAltIcon=PencilSquareIcon
PhoneIncomingIcon=PhoneArrowDownLeftIcon PhoneMissedCallIcon=PhoneXMarkIcon PhotographIcon=PhotoIcon
PlusSmIcon=PlusSmallIcon PuzzleIcon=PuzzlePieceIcon QrcodeIcon=QrCodeIcon ReceiptTaxIcon=ReceiptPercentIcon
RefreshIcon=ArrowPathIcon ReplyIcon=ArrowUturnLeftIcon RewindIcon=BackwardIcon SaveAsIcon=ArrowDownOnSquareStackIcon
SaveIcon=ArrowDownOnSquareIcon SearchCircleIcon=MagnifyingGlassCircleIcon SearchIcon=MagnifyingGlassIcon
SelectorIcon=ChevronUpDownIcon SortAscendingIcon=BarsArrowUpIcon SortDescendingIcon=BarsArrowDownIcon
SpeakerphoneIcon=MegaphoneIcon StatusOfflineIcon=SignalSlashIcon StatusOnlineIcon=SignalIcon
SupportIcon=LifebuoyIcon SwitchHorizontalIcon=ArrowsRightLeftIcon SwitchVerticalIcon=ArrowsUpDownIcon TableIcon=TableCellsIcon
TemplateIcon=RectangleGroupIcon TerminalIcon=CommandLineIcon ThumbDownIcon=HandThumbDownIcon ThumbUpIcon=HandThumbUpIcon
TranslateIcon=LanguageIcon TrendingDownIcon=ArrowTrendingDownIcon TrendingUpIcon=ArrowTrendingUpIcon UploadIcon=ArrowUpTrayIcon
UserAddIcon=UserPlusIcon UserRemoveIcon=UserMinusIcon ViewBoardsIcon=ViewColumnsIcon ViewGridAddIcon=SquaresPlusIcon
ViewGridIcon=Squares2X2Icon ViewListIcon=Bars4Icon VolumeOffIcon=SpeakerXMarkIcon VolumeUpIcon=SpeakerWaveIcon XIcon=XMarkIcon
ZoomInIcon=MagnifyingGlassPlusIcon ZoomOutIcon=MagnifyingGlassMinusIcon`;

interface Rendered {
  type: string;
  props: Record<string, unknown>;
}

/** Reads such a set by rendering every icon of the installed package once. */
export async function readSvgTable(set: SvgIconSet, packages: string): Promise<IconTable> {
  const exported: object = await import(Bun.resolveSync(svgPackages[set], join(packages, "..")));
  const names: Record<string, number> = {};
  const sources: string[] = [];
  for (const [name, icon] of Object.entries(exported)) {
    if (typeof icon?.render !== "function") continue;
    const drawn: Rendered = icon.render({}, null);
    const { children, ref: _ref, "aria-labelledby": _label, ...attributes } = drawn.props;
    const parts = (Array.isArray(children) ? children : [children]).filter((part): part is Rendered => part !== null);
    const nodes = parts.map(({ type, props }) => [type, props]);
    names[name] = sources.push(`${JSON.stringify(attributes)},${JSON.stringify(nodes)}`) - 1;
  }
  if (set !== "radix") addOldNames(names);
  return { names: Object.fromEntries(Object.entries(names).sort(([a], [b]) => (a < b ? -1 : 1))), sources };
}

function addOldNames(names: Record<string, number>): void {
  for (const pair of oldHeroNames.split(/\s+/)) {
    const [old = "", now = ""] = pair.split("=");
    const place = names[now];
    if (place !== undefined) names[old] ??= place;
  }
}
