"""https://www.opendental.com/site/apisheetfielddefs.html"""

from mock_od.declare import GET, LIST, Bool, Enum, ForeignKey, Key, Resource, Text


class SheetFieldDefs(Resource, table="sheetfielddef", path="/sheetfielddefs"):
    """What is on a sheet's layout."""

    SheetFieldDefNum = Key()
    SheetDefNum = ForeignKey("sheetdef", "The layout.")
    FieldType = Enum(
        [
            "OutputText",
            "InputField",
            "StaticText",
            "Parameter",
            "Image",
            "Drawing",
            "Line",
            "Rectangle",
            "CheckBox",
            "SigBox",
            "PatImage",
            "Special",
            "Grid",
            "ComboBox",
            "ScreenChart",
            "MobileHeader",
            "SigBoxPractice",
        ],
        sql="int(11)",
    )
    FieldName = Text("What it shows or asks, where its type leaves a choice.")
    FieldValue = Text("The text itself, for StaticText.", sql="text")
    IsRequired = Bool("Must be filled in.")

    unseen = {
        "FontSize": "float",
        "FontName": "varchar(255)",
        "FontIsBold": "tinyint(4)",
        "XPos": "int(11)",
        "YPos": "int(11)",
        "Width": "int(11)",
        "Height": "int(11)",
        "GrowthBehavior": "int(11)",
        "RadioButtonValue": "varchar(255)",
        "RadioButtonGroup": "varchar(255)",
        "TabOrder": "int(11)",
        "ReportableName": "varchar(255)",
        "TextAlign": "tinyint(4)",
        "IsPaymentOption": "tinyint(4)",
        "ItemColor": "int(11)",
        "IsLocked": "tinyint(4)",
        "TabOrderMobile": "int(11)",
        "UiLabelMobile": "text",
        "UiLabelMobileRadioButton": "text",
        "LayoutMode": "tinyint(4)",
        "Language": "varchar(255)",
        "CanElectronicallySign": "tinyint(4)",
        "IsSigProvRestricted": "tinyint(4)",
    }

    single = GET("25.1.27")
    several = LIST("25.1.27", optional=[SheetDefNum])
