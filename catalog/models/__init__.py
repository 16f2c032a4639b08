"""The catalog's tables: columns, constraints, triggers, and questions about one row."""

from catalog.models.configuration_value import ConfigurationValue as ConfigurationValue
from catalog.models.customer import Customer as Customer
from catalog.models.customer import CustomerGroup as CustomerGroup
from catalog.models.history import FormerName as FormerName
from catalog.models.low_stock import LowStock as LowStock
from catalog.models.low_stock import LowStockNotice as LowStockNotice
from catalog.models.low_stock import LowStockRead as LowStockRead
from catalog.models.posted_form import KeptForm as KeptForm
from catalog.models.posted_form import UsedKey as UsedKey
from catalog.models.product import Category as Category
from catalog.models.product import Product as Product
from catalog.models.product_search import CategoryLink as CategoryLink
from catalog.models.product_search import ProductSearch as ProductSearch
from catalog.models.reservation import Reservation as Reservation
from catalog.models.source import Source as Source
from catalog.models.stock import SalesChannel as SalesChannel
from catalog.models.stock import SharingStock as SharingStock
from catalog.models.stock import Stock as Stock
from catalog.models.stock import StockSourceLink as StockSourceLink
from catalog.models.stock_item import StockItem as StockItem
from catalog.models.stock_level import SourceItem as SourceItem
from catalog.models.stock_level import StockLevel as StockLevel
from catalog.models.website import StoreView as StoreView
from catalog.models.website import Website as Website
