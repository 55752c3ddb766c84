"""Sample posts, courses and instruments of the demo; the real titles are seeds."""

from __future__ import annotations

from datetime import date

from karamad.cycle.eligibility.demo.rows import CourseRow, InstrumentRow, PostRow

MUNICIPAL = "شهرداری"
GOVERNANCE = "سیاسی و اجرایی"
RURAL = "دهیاری"
COUNCILS = "شورا"
MANAGERS = "مدیریت"

_LEADING = (
    ("COUNTY-GOVERNOR", "فرماندار", "County governor", GOVERNANCE, "none", "county"),
    (
        "DISTRICT-GOVERNOR",
        "بخشدار",
        "District governor",
        GOVERNANCE,
        "none",
        "district",
    ),
    (
        "POLITICAL-DG",
        "مدیرکل سیاسی",
        "Political director-general",
        GOVERNANCE,
        "none",
        "office",
    ),
    ("MAYOR", "شهردار", "Mayor", MUNICIPAL, "none", "municipality"),
    ("IT-MANAGER", "مدیر فناوری اطلاعات", "IT manager", MANAGERS, "base", "office"),
    ("MGR-SENIOR-01", "مدیرکل", "Director-general", MANAGERS, "senior", ""),
    (
        "MGR-MIDDLE-01",
        "معاون مدیرکل",
        "Deputy director-general",
        MANAGERS,
        "middle",
        "office",
    ),
    ("MGR-BASE-01", "رئیس اداره", "Head of department", MANAGERS, "base", ""),
    ("MGR-OPER-01", "رئیس گروه", "Head of group", MANAGERS, "operational", ""),
    (
        "PMO-BASE-01",
        "رئیس ادارهٔ بندری",
        "Head of a port department",
        MANAGERS,
        "base",
        "organisation",
    ),
)
_OTHERS = (
    ("DEHYAR", "دهیار", "Village administrator", RURAL, "village_admin"),
    (
        "DEHYARI-FINANCE",
        "مسئول مالی دهیاری",
        "Village finance officer",
        RURAL,
        "village_admin",
    ),
    ("CITY-COUNCIL", "عضو شورای شهر", "City council member", COUNCILS, "council"),
    (
        "VILLAGE-COUNCIL",
        "عضو شورای روستا",
        "Village council member",
        COUNCILS,
        "council",
    ),
    ("EXP-PLANNING", "کارشناس شهرسازی", "Urban-planning expert", MUNICIPAL, ""),
    ("EXP-FINANCE", "کارشناس مالی", "Finance expert", MUNICIPAL, ""),
    ("EXP-HR", "کارشناس منابع انسانی", "Human-resources expert", MUNICIPAL, ""),
    ("EXP-SERVICES", "کارشناس خدمات شهری", "Urban-services expert", MUNICIPAL, ""),
    ("EXP-GREEN", "کارشناس فضای سبز", "Green-space expert", MUNICIPAL, ""),
    ("EXP-CRISIS", "کارشناس مدیریت بحران", "Crisis-management expert", MUNICIPAL, ""),
    ("EXP-WASTE", "مسئول پسماند", "Waste officer", MUNICIPAL, ""),
    ("TECHNICIAN", "کاردان فنی", "Technician", MUNICIPAL, ""),
    ("ACCOUNTANT", "حسابدار", "Accountant", MUNICIPAL, ""),
    ("CLERK", "متصدی امور دفتری", "Clerk", MUNICIPAL, ""),
)
POSTS = (
    *(
        PostRow(code, title, title_en, family, level, managerial=True, unit_kind=kind)
        for code, title, title_en, family, level, kind in _LEADING
    ),
    *(
        PostRow(code, title, title_en, family, "none", managerial=False, unit_kind=kind)
        for code, title, title_en, family, kind in _OTHERS
    ),
)
MANAGERIAL = frozenset(post.code for post in POSTS if post.managerial)
STAFF_POSTS = tuple(post.code for post in POSTS[-10:])

_SAMPLES = (
    ("قوانین و مقررات اداری", "Administrative law", "job", "general", "16"),
    ("آیین نگارش و مکاتبات اداری", "Official writing", "general", "general", "12"),
    ("اخلاق حرفه‌ای", "Professional ethics", "culture", "general", "8"),
    ("تکریم ارباب رجوع", "Serving the public", "culture", "general", "6"),
    ("مدیریت زمان", "Managing time", "general", "general", "8"),
    ("کار گروهی", "Working in groups", "general", "general", "10"),
    ("امنیت اطلاعات", "Information security", "general", "general", "12"),
    ("حسابداری بخش عمومی", "Public accounting", "job", "specialised", "34"),
    ("بودجه‌ریزی عملیاتی", "Performance budgeting", "job", "specialised", "24"),
    ("معاملات شهرداری", "Municipal contracts", "job", "specialised", "20"),
    ("ضوابط شهرسازی", "Planning rules", "job", "specialised", "30"),
    ("کنترل ساختمان", "Building control", "job", "specialised", "24"),
    ("نگهداری فضای سبز", "Keeping green space", "job", "specialised", "16"),
    ("مدیریت پسماند شهری", "Urban waste", "job", "specialised", "20"),
    ("ایمنی و آتش‌نشانی", "Safety and fire-fighting", "job", "specialised", "26"),
    ("مدیریت بحران شهری", "Urban crises", "job", "specialised", "30"),
    ("نظام ارزیابی عملکرد", "Performance evaluation", "managers", "general", "16"),
    ("رهبری و انگیزش", "Leadership", "managers", "general", "24"),
    ("تصمیم‌گیری و حل مسئله", "Deciding and solving", "managers", "general", "20"),
    ("مدیریت پروژه", "Managing projects", "managers", "specialised", "32"),
    ("مدیریت تغییر", "Managing change", "managers", "general", "16"),
    (
        "آشنایی با وظایف دهیار",
        "Duties of the dehyar",
        "orientation",
        "specialised",
        "12",
    ),
    ("آشنایی با وظایف شورا", "Duties of a council", "orientation", "specialised", "12"),
    ("بدو خدمت", "At entry into service", "orientation", "general", "40"),
)
# A course that nobody fixed hours for, one that counts as another, a degree programme.
COURSES = (
    *(
        CourseRow(
            f"SMP-{number:02}",
            f"{title} (نمونه)",
            f"{title_en} (sample)",
            course_class,
            scope,
            hours,
            "virtual" if number % 3 == 0 else "in_person",
            "SMTC" if scope == "general" else "MDO",
        )
        for number, (title, title_en, course_class, scope, hours) in enumerate(
            _SAMPLES, start=1
        )
    ),
    CourseRow(
        "SMP-90",
        "کارگاه آزاد (نمونه)",
        "Open workshop (sample)",
        "job",
        "general",
        None,
        "in_person",
        "SMTC",
    ),
    CourseRow(
        "SMP-91",
        "آموزش مجازی انتخابات (نمونه)",
        "Election training online (sample)",
        "job",
        "specialised",
        "8",
        "virtual",
        "MOI",
        equivalent_to="KRM-33",
        creditable_from=date(2025, 9, 23),
    ),
    CourseRow(
        "SMP-92",
        "کارشناسی ارشد مدیریت (نمونه)",
        "Master of management (sample)",
        "job",
        "general",
        "900",
        "in_person",
        "SBU-GOV",
        degree_programme=True,
    ),
)
EVERYDAY = tuple(course for course in COURSES if course.code < "SMP-25")

INSTRUMENTS = (
    InstrumentRow(
        "GENERAL-COMPETENCE",
        "assessment",
        "ارزیابی شایستگی‌های عمومی",
        "Assessment of general competencies",
    ),
    InstrumentRow(
        "TYPE2-SKILLED",
        "exam",
        "آزمون جامع سطح مهارتی",
        "Comprehensive exam, skilled level",
    ),
    InstrumentRow(
        "TYPE2-SPECIALISED",
        "exam",
        "آزمون جامع سطح تخصصی",
        "Comprehensive exam, specialised level",
    ),
    InstrumentRow(
        "PUBLIC-SERVICE",
        "competency",
        "خدمت به مردم (نمونه)",
        "Public service (sample)",
    ),
    InstrumentRow(
        "COMPETENCY-CERTIFICATE",
        "credential",
        "گواهینامهٔ شایستگی عمومی مدیران",
        "Certificate of managers' general competence",
    ),
    InstrumentRow(
        "EXPERIENCE-DOCUMENT",
        "credential",
        "گواهی مستندسازی تجربه",
        "Certificate of documented experience",
    ),
)
