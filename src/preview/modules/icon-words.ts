import { iconSynonyms } from "../repair/icon-synonyms.ts";

/** `Theirs=Ours`: what other icon sets call things that Lucide has under another name. */
const words = `AngleDoubleLeft=ChevronsLeft AngleDoubleRight=ChevronsRight AngleDown=ChevronDown AngleLeft=ChevronLeft
AngleRight=ChevronRight AngleUp=ChevronUp ArrowBack=ArrowLeft ArrowDropDown=ChevronDown ArrowDropUp=ChevronUp
ArrowForward=ArrowRight ArrowPath=RefreshCw ArrowRightOnRectangle=LogOut ArrowsAlt=Move Assignment=ClipboardList
AttachMoney=DollarSign Autorenew=RefreshCw Award=Award Bank=Landmark Bars=Menu BarChart=ChartColumn Birthday=Cake Bolt=Zap
BoltLightning=Zap Bookmark=Bookmark Briefcase=Briefcase Build=Wrench Bullhorn=Megaphone Bullseye=Target Bus=Bus
CalendarAlt=Calendar CalendarDays=CalendarDays CalendarToday=Calendar Call=Phone CaretDown=ChevronDown
CaretLeft=ChevronLeft CaretRight=ChevronRight CaretUp=ChevronUp Category=LayoutGrid Certificate=BadgeCheck
ChalkboardTeacher=Presentation ChartBar=ChartColumn ChartLine=ChartLine ChartPie=ChartPie ChatBubble=MessageCircle
ChatBubbleOutline=MessageCircle ChatDots=MessageCircleMore CheckCircle=CircleCheck CheckMark=Check Checkmark=Check
CheckmarkCircle=CircleCheck CheckSquare=SquareCheck ChevronBack=ChevronLeft ChevronForward=ChevronRight Clear=X
CloseCircle=CircleX CloudUpload=CloudUpload Cog=Settings CogOutline=Settings Cogs=Settings2 Coins=Coins Commenting=MessageSquareMore Compass=Compass
ContentCopy=Copy CreditCardAlt=CreditCard Cube=Box Cutlery=Utensils Database=Database Deck=Presentation Description=FileText
DeviceMobile=Smartphone DirectionsCar=Car DoneAll=CheckCheck Done=Check DotsThree=Ellipsis DotsThreeVertical=EllipsisVertical
DotsVertical=EllipsisVertical DotsHorizontal=Ellipsis DoubleArrow=ChevronsRight Edit=Pencil EllipsisH=Ellipsis EllipsisV=EllipsisVertical
Eco=Leaf EnvelopeSimple=Mail Event=Calendar Exclamation=CircleAlert ExclamationCircle=CircleAlert ExclamationTriangle=TriangleAlert
ExitToApp=LogOut ExpandLess=ChevronUp ExpandMore=ChevronDown ExternalLinkAlt=ExternalLink EyeSlash=EyeOff EyeInvisible=EyeOff
FacebookF=Facebook FacebookLogo=Facebook Fastfood=Pizza Favorite=Heart FavoriteBorder=Heart FileAlt=FileText Fire=Flame
FilterList=ListFilter FitnessCenter=Dumbbell FlashOn=Zap Flask=FlaskConical Forum=MessagesSquare Funnel=Funnel Gem=Gem
GithubLogo=Github GithubAlt=Github GithubSquare=Github GlobeAmericas=Globe GpsFixed=LocateFixed Grade=Star GraduationCap=GraduationCap
Group=Users Groups=Users HandHoldingHeart=HandHeart Hdd=HardDrive Headset=Headphones HeartBroken=HeartCrack
HelpOutline=CircleQuestionMark History=History HomeModern=House House=House HourglassHalf=Hourglass IdCard=IdCard
InfoCircle=Info Information=Info InformationCircle=Info InstagramLogo=Instagram Insights=ChartLine Inventory=Package Keyboard=Keyboard
Laptop=Laptop LaptopCode=LaptopMinimal LibraryBooks=LibraryBig LightMode=Sun DarkMode=Moon Lightbulb=Lightbulb LinkedinIn=Linkedin
LinkedinLogo=Linkedin LinkedIn=Linkedin GitHub=Github YouTube=Youtube ListUl=List LocalShipping=Truck LocalPhone=Phone
LocationArrow=Navigation LocationOn=MapPin LocationDot=MapPin Loader=Loader Loading=LoaderCircle LockClosed=Lock LockOpen=LockOpen Login=LogIn
Logout=LogOut LoopRight=RefreshCw MagnifyingGlass=Search MailBulk=Mails MapMarker=MapPin MapMarkedAlt=MapPinned MapMarkerAlt=MapPin MapMarkerAlt1=MapPin
Medal=Medal MediaPlay=Play MenuBook=BookOpen Minus=Minus MinusCircle=CircleMinus Mobile=Smartphone MobileAlt=Smartphone
MoneyBill=Banknote MoneyBillWave=Banknote MoreHoriz=Ellipsis MoreVert=EllipsisVertical NavigateBefore=ChevronLeft NavigateNext=ChevronRight
Newspaper=Newspaper NotificationsNone=Bell OpenInNew=ExternalLink Paid=CircleDollarSign PaintBrush=Paintbrush PaperPlane=Send
Password=KeyRound Payment=CreditCard PenNib=PenTool PencilAlt=Pencil PencilSquare=SquarePen PeopleAlt=Users PersonAdd=UserPlus
PersonOutline=User PhoneAlt=Phone PhotoCamera=Camera PieChart=ChartPie Place=MapPin PlayArrow=Play PlayCircle=CirclePlay
Plug=Plug PlusCircle=CirclePlus PowerOff=Power PriceCheck=BadgeDollarSign Public=Globe PushPin=Pin QuestionCircle=CircleQuestionMark
QuoteLeft=Quote QuoteRight=Quote Quotes=Quote Receipt=Receipt Redo=Redo2 Refresh=RefreshCw Remove=Minus RemoveCircle=CircleMinus
Repeat=Repeat Restaurant=Utensils RocketLaunch=Rocket Room=MapPin Running=PersonStanding Schedule=Clock School=GraduationCap
Schema=Workflow Sell=Tag Send=Send SentimentSatisfied=Smile ShareAlt=Share2 ShieldAlt=Shield ShieldCheck=ShieldCheck Shop=Store
ShoppingBag=ShoppingBag SignInAlt=LogIn SignOut=LogOut SignOutAlt=LogOut SlidersH=SlidersHorizontal Smartphone=Smartphone Sort=ArrowUpDown
Sparkle=Sparkles SpeakerWave=Volume2 Speed=Gauge SquareGithub=Github Stack=Layers StarBorder=Star StarHalf=StarHalf Storefront=Store
Storage=Database Sync=RefreshCw SyncAlt=ArrowLeftRight TachometerAlt=Gauge Tachometer=Gauge Tasks=ListChecks TextSnippet=FileText ThumbUp=ThumbsUp
ThumbDown=ThumbsDown Timeline=Activity TimesCircle=CircleX Times=X Today=CalendarDays Tools=Wrench TrashAlt=Trash2 TrendUp=TrendingUp
TrendDown=TrendingDown Tune=SlidersHorizontal TwitterLogo=Twitter Undo=Undo2 University=Landmark UploadFile=FileUp UserAlt=User
UserCircle=CircleUser UserFriends=Users UserGraduate=GraduationCap UserMd=Stethoscope UserShield=ShieldUser UsersGroup=Users
VerifiedUser=ShieldCheck VideoCamera=Video Videocam=Video Viewfinder=Scan ViewList=List Visibility=Eye VisibilityOff=EyeOff
VolumeUp=Volume2 VolumeMute=VolumeX VolumeOff=VolumeX WbSunny=Sun WhatsappLogo=MessageCircle WifiOff=WifiOff Work=Briefcase WorkOutline=Briefcase
X=X XMark=X Xmark=X XTwitter=Twitter TwitterX=Twitter YoutubeLogo=Youtube Youtube=Youtube Telegram=Send TelegramPlane=Send GooglePlay=Play Apple=Apple
Bars3=Menu Home=House Search=Search Trash=Trash2`;

/** Lucide's name for what other sets call otherwise; our own repairs know some already. */
export const mappedSynonyms: Record<string, string> = {
  ...iconSynonyms,
  ...Object.fromEntries(
    words
      .split(/\s+/)
      .map((pair) => pair.split("="))
      .map(([theirs = "", ours = ""]) => [theirs, ours]),
  ),
};
