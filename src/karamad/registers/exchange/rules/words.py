"""The words a cell may say: the stored form, then its Persian names, first the usual.

The registers' own choices have the same stored forms; a test compares them.
"""

from __future__ import annotations

Words = dict[str, tuple[str, ...]]

UNIT_KINDS: Words = {
    "ministry": ("وزارتخانه",),
    "organisation": ("سازمان",),
    "province": ("استان",),
    "county": ("شهرستان",),
    "district": ("بخش",),
    "city": ("شهر",),
    "municipality": ("شهرداری",),
    "village_admin": ("دهیاری",),
    "council": ("شورا",),
    "school": ("مدرسه",),
    "office": ("اداره",),
    "centre": ("مرکز",),
}
LEVELS: Words = {
    "none": ("بی‌سطح",),
    "operational": ("عملیاتی",),
    "base": ("پایه",),
    "middle": ("میانی",),
    "senior": ("ارشد",),
}
GENDERS: Words = {"f": ("زن",), "m": ("مرد",)}
DEGREES: Words = {
    "none": ("بی‌مدرک",),
    "diploma": ("دیپلم",),
    "associate": ("کاردانی",),
    "bachelor": ("کارشناسی",),
    "master": ("کارشناسی ارشد",),
    "doctorate": ("دکتری", "دکترا"),
}
EMPLOYMENTS: Words = {
    "official": ("رسمی",),
    "contractual": ("پیمانی",),
    "fixed_term": ("قرارداد کار معین", "قراردادی"),
    "elected": ("انتخابی",),
    "other": ("دیگر", "سایر"),
}
ASSIGNMENT_KINDS: Words = {
    "appointment": ("انتصاب",),
    "acting": ("سرپرستی",),
    "elected": ("انتخاب", "انتخابی"),
}
COURSE_CLASSES: Words = {
    "job": ("شغلی",),
    "general": ("عمومی",),
    "culture": ("فرهنگی",),
    "orientation": ("توجیهی",),
    "managers": ("مدیران",),
}
SCOPES: Words = {"general": ("عمومی",), "specialised": ("تخصصی",)}
MODES: Words = {
    "in_person": ("حضوری",),
    "virtual": ("مجازی",),
    "blended": ("آمیخته",),
    "self_study": ("خودآموز",),
}
PROVIDER_KINDS: Words = {
    "state_centre": ("مرکز آموزش مدیریت دولتی",),
    "agency": ("دستگاه اجرایی",),
    "university": ("دانشگاه",),
    "private": ("مؤسسهٔ خصوصی", "خصوصی"),
    "municipality": ("شهرداری",),
}
RESULT_KINDS: Words = {
    "assessment": ("کانون ارزیابی",),
    "exam": ("آزمون",),
    "competency": ("شایستگی",),
    "appraisal": ("ارزشیابی سالانه", "ارزشیابی"),
    "rank": ("رتبه",),
}
# In their order: the place is the stored number.
RANKS: Words = {
    "none": ("بی‌رتبه", "0"),
    "base": ("پایه", "1"),
    "senior": ("ارشد", "2"),
    "expert": ("خبره", "3"),
    "distinguished": ("عالی", "4"),
}
